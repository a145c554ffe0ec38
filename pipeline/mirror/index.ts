export { mirror } from './mirror';
